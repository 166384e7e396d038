package io.tocsin.pipeline.statistics;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.StringJoiner;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/**
 * How long things took, as a histogram: those of several hours can be added up, and a percentile of the sum is right, as the mean of
 * percentiles never is. Milliseconds; what is above 31 ms is within 6 percent, what is longer than 400 days counts as that. Not for
 * several threads.
 */
final class Durations {

    private static final long LONGEST = Duration.ofDays(400).toMillis();

    /** One significant digit: at most 16 steps for each doubling, so that the text of an hour stays short. */
    private static final int DIGITS = 1;

    private static final double[] PERCENTILES = {50, 90, 95, 99};

    private final Histogram histogram = new Histogram(1, LONGEST, DIGITS);

    /** What {@link #text} wrote. */
    static Durations read(String text) {
        Durations durations = new Durations();
        durations.add(text);
        return durations;
    }

    /** One more; a negative one, which clocks that were set can make, is none. */
    void add(Duration took) {
        histogram.recordValue(Math.max(0, Math.min(LONGEST, took.toMillis())));
    }

    /** Those that a text has, too. */
    void add(String text) {
        if (text.isEmpty()) {
            return;
        }
        for (String step : text.split(",")) {
            int colon = step.indexOf(':');
            histogram.recordValueWithCount(
                    Math.min(LONGEST, Long.parseLong(step.substring(0, colon))),
                    Long.parseLong(step.substring(colon + 1)));
        }
    }

    /** How many there are. */
    long count() {
        return histogram.getTotalCount();
    }

    /** As the store keeps it: {@code 12:3,47:1}; empty for none. */
    String text() {
        StringJoiner text = new StringJoiner(",");
        for (HistogramIterationValue step : histogram.recordedValues()) {
            text.add(histogram.lowestEquivalentValue(step.getValueIteratedTo()) + ":"
                    + step.getCountAddedInThisIterationStep());
        }
        return text.toString();
    }

    /**
     * The duration that so many percent of them do not exceed.
     *
     * @param percent from 0 to 100
     */
    Duration percentile(double percent) {
        return Duration.ofMillis(middle(histogram.getValueAtPercentile(percent)));
    }

    private long middle(long value) {
        return Math.min(LONGEST, histogram.medianEquivalentValue(value));
    }

    /** Adds percentiles and the longest, in seconds. */
    void write(ObjectNode node) {
        for (double percent : PERCENTILES) {
            node.put("p" + Math.round(percent), seconds(percentile(percent)));
        }
        node.put("max", seconds(Duration.ofMillis(middle(histogram.getMaxValue()))));
    }

    private static double seconds(Duration duration) {
        return duration.toMillis() / 1000.0;
    }
}
