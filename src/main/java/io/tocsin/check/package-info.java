/**
 * What {@code ./hub check} looks for in the files that an integration engineer edits. Nothing here opens a port, sends or
 * stores. Each mistake is a small class of its own, a {@link io.tocsin.check.RouteRule}, with a fixture named after it
 * under {@code src/test/resources/check}.
 */
package io.tocsin.check;
