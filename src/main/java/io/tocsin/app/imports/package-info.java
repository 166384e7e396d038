/** Turns the configuration of others into route folders of the hub: {@code ./hub import alertmanager}. */
package io.tocsin.app.imports;
