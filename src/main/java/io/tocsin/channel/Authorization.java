package io.tocsin.channel;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Puts a receiver's credential on the request, and holds it where no log line prints it. */
public final class Authorization implements Processor {
    private final String value;

    /**
     * A credential for the {@code Authorization} header.
     *
     * @param scheme {@code Bearer}, or blank where the credential brings its own
     * @param credential where blank, no header is sent
     */
    public Authorization(String scheme, String credential) {
        this.value = credential.isBlank() ? "" : (scheme + " " + credential).strip();
    }

    @Override
    public void process(Exchange exchange) {
        if (!value.isEmpty()) {
            exchange.getMessage().setHeader("Authorization", value);
        }
    }

    @Override
    public String toString() {
        return "Authorization[***]";
    }
}
