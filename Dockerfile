# The companion as a container. It writes nothing, so it can be run with --read-only; secrets come as *_FILE variables.
#
#   docker build -t leaf-jd-connect .
#   docker run --read-only --cap-drop ALL --env-file companion.env -p 8787:8787 leaf-jd-connect

FROM node:22-slim AS build
WORKDIR /build
COPY package.json package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY tsconfig.json tsconfig.build.json ./
COPY src ./src
RUN npm run build:modules
# What is left is what runs. `ioredis` is used when REDIS_URL is set.
RUN npm prune --omit=dev --ignore-scripts && npm install --omit=dev --no-save --ignore-scripts --no-audit --no-fund ioredis@5

FROM node:22-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8787
WORKDIR /app
COPY --from=build /build/package.json ./
COPY --from=build /build/node_modules ./node_modules
COPY --from=build /build/dist ./dist
USER node
EXPOSE 8787
# SIGTERM reaches the companion itself, which then says 503 at /readyz, finishes what is under way, and exits with 0.
HEALTHCHECK --interval=30s --timeout=3s --start-period=5s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["node", "dist/cli/main.js"]
CMD ["serve"]
