/** What one hub knows and all hubs on the store have to know: what is in memory follows the store within a second or two. */
package io.tocsin.store.shared;
