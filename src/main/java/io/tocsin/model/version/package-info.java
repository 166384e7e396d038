/** Which version of the files that decide several hubs go by: without store, Camel and network. */
package io.tocsin.model.version;
