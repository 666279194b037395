import assert from "node:assert/strict";
import { createDeviceSigner } from "../../../infra/security/device_signer.ts";

const SECRET = "a secret of thirty-two characters";
const DEVICE = { id: "019ac1d2-3c4b-7a5e-8f00-000000000001", account: "ada" };
const signer = createDeviceSigner(() => SECRET);

Deno.test("a signature is valid for its device and account only", () => {
  const signature = signer.sign(DEVICE);
  assert.match(signature, /^[\w-]{43}$/);
  assert.equal(createDeviceSigner(() => SECRET).verify(DEVICE, signature), true);
  assert.equal(signer.verify({ ...DEVICE, account: "bob" }, signature), false);
  assert.equal(signer.verify({ ...DEVICE, id: DEVICE.id.replace("1d2", "1d3") }, signature), false);
  for (
    const other of ["", signature.slice(1), `${signature}=`, signer.sign({ ...DEVICE, id: "" })]
  ) {
    assert.equal(signer.verify(DEVICE, other), false);
  }
});

Deno.test("a signature with another secret is invalid", () => {
  const stranger = createDeviceSigner(() => `${SECRET}.`);
  assert.equal(signer.verify(DEVICE, stranger.sign(DEVICE)), false);
});
