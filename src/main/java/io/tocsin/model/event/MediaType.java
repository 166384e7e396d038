package io.tocsin.model.event;

import java.util.Locale;

/** A media type as HTTP writes it, without its parameters but for the charset. */
record MediaType(String name, String charset) {
    static final String JSON = "application/json";
    static final String CLOUDEVENT = "application/cloudevents+json";
    static final String CLOUDEVENTS_BATCH = "application/cloudevents-batch+json";

    static MediaType of(String header) {
        String[] parts = header.split(";");
        String charset = "";
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip().toLowerCase(Locale.ROOT);
            if (parameter.startsWith("charset=")) {
                charset = parameter.substring("charset=".length()).replace("\"", "");
            }
        }
        return new MediaType(parts[0].strip().toLowerCase(Locale.ROOT), charset);
    }

    boolean isJson() {
        return name.equals(JSON) || (name.startsWith("application/") && name.endsWith("+json"));
    }

    boolean isUtf8() {
        return charset.isEmpty() || charset.equals("utf-8") || charset.equals("us-ascii");
    }
}
