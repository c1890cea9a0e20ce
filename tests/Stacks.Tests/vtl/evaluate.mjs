// Evaluates the mapping template on the standard input, in the Velocity template language, with the variables of API Gateway that our
// templates use. Prints the body that it makes, and what it overrides, as JSON.
// https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html
import { readFileSync } from "node:fs";
import velocity from "velocityjs";

const { template, body, path, query, context } = JSON.parse(readFileSync(0, "utf8"));
const parsed = () => { try { return JSON.parse(body); } catch { return {}; } };
const input = {
  body,
  params: (name) => (name === undefined ? { path, querystring: query, header: {} } : path[name] ?? query[name] ?? ""),
  path: (place) => parsed()[place.replace("$.", "")] ?? "",
};
const util = { urlEncode: (text) => encodeURIComponent(text).replaceAll("%20", "+") };
const known = { ...context, requestOverride: { header: {} }, responseOverride: { header: {} } };
const text = (velocity.render ?? velocity.default.render)(template, { input, util, context: known });
console.log(JSON.stringify({ text: text.trim(), headers: known.requestOverride.header, status: known.responseOverride.status ?? null }));
