package io.tocsin.channel;

import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Puts a receiver's credential on the request, and holds it where no log line prints it. */
public final class Authorization implements Processor {
    private String token = "";

    /** A bearer token (RFC 6750); where blank, no header is sent. */
    public void setToken(String token) {
        this.token = token.strip();
    }

    @Override
    public void process(Exchange exchange) {
        if (!token.isEmpty()) {
            exchange.getMessage().setHeader("Authorization", "Bearer " + token);
        }
    }

    @Override
    public String toString() {
        return "Authorization[***]";
    }
}
