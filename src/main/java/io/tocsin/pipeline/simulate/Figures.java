package io.tocsin.pipeline.simulate;

/**
 * What a simulation counted.
 *
 * @param events events and alerts that were said
 * @param alerts words about alerts that came of them, or of nobody saying anything
 * @param repeats of these, those that only said the same again
 * @param late of these, those that came too late to count
 * @param unmatched of these, those that fire and that no rule matches
 * @param refused events that no mapping took, or failed on
 * @param notified messages
 */
public record Figures(long events, long alerts, long repeats, long late, long unmatched, long refused, long notified) {

    static final Figures NONE = new Figures(0, 0, 0, 0, 0, 0, 0);
}
