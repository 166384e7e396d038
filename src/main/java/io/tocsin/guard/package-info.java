/**
 * Where the hub may connect to. {@link io.tocsin.guard.AddressGuard} decides about one address, {@link
 * io.tocsin.guard.UrlGuard} about the text of a URL, and {@link io.tocsin.guard.GuardedHttp} is camel-http that asks both:
 * the only HTTP client of the routes. See {@code docs/security.md}.
 */
package io.tocsin.guard;
