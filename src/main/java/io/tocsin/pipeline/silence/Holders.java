package io.tocsin.pipeline.silence;

import java.util.List;

/**
 * Everything that holds an alert back at a time, for a reader; {@link io.tocsin.model.silence.Hold} is the one that a decision goes by.
 *
 * @param silences ids of the silences that hide it
 * @param windows names of the maintenance windows that do
 * @param inhibitors fingerprints of alerts that keep it quiet, one for each inhibition
 */
public record Holders(List<String> silences, List<String> windows, List<String> inhibitors) {

    public Holders {
        silences = List.copyOf(silences);
        windows = List.copyOf(windows);
        inhibitors = List.copyOf(inhibitors);
    }
}
