/** A whole store, carried from one database into another. */
package io.tocsin.store.copy;
