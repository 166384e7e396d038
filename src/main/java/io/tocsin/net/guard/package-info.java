/**
 * Where the hub may connect to. {@link io.tocsin.net.guard.AddressGuard} decides about one address, {@link
 * io.tocsin.net.guard.UrlGuard} about the text of a URL, and {@link io.tocsin.net.guard.GuardedHttp} is the component that asks
 * both: the only HTTP client of the routes. See {@code docs/security.md}.
 */
package io.tocsin.net.guard;
