# The body that a webhook receiver gets. Its form is a promise to programs: add fields, never rename one.
{
  version: "1",
  delivery: {id: .delivery.idempotencyKey, attempt: .delivery.attempt},
  notice,
  incident,
  alerts,
  hub
}
