/** What {@code ./hub import pagerduty}, {@code opsgenie} and {@code grafana-oncall} make of the answers of those APIs. */
package io.tocsin.app.imports.oncall;
