package io.tocsin.model.alert;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** The labels that are an alert's identity where Prometheus and its relatives speak. */
public final class LabelSet {
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final int SEPARATOR = 0xff;

    private LabelSet() {}

    /**
     * The fingerprint that Alertmanager gives the set: FNV-1a of 64 bits over its names and values in order of the names,
     * each followed by the byte 255, as 16 hexadecimal digits (github.com/prometheus/common, model/signature.go). So an
     * alert is the same whether it comes from Prometheus or through an Alertmanager.
     */
    public static String fingerprint(Map<String, String> labels) {
        long hash = FNV_OFFSET;
        for (Map.Entry<String, String> label : new TreeMap<>(labels).entrySet()) {
            hash = add(add(hash, label.getKey()), label.getValue());
        }
        return String.format("%016x", hash);
    }

    private static long add(long hash, String text) {
        long sum = hash;
        for (byte one : text.getBytes(StandardCharsets.UTF_8)) {
            sum = (sum ^ (one & 0xff)) * FNV_PRIME;
        }
        return (sum ^ SEPARATOR) * FNV_PRIME;
    }
}
