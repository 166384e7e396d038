/** Who is on call, as files and people's overrides in the store say. What a schedule is stands in {@link io.tocsin.model.schedule}. */
package io.tocsin.pipeline.schedule;
