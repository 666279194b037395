/** The client has disconnected before it sent the whole request. */
export class ClientDisconnected extends Error {
  constructor(options?: ErrorOptions) {
    super("The client has disconnected", options);
    this.name = "ClientDisconnected";
  }
}
