package io.tocsin.channel;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Puts a receiver's credential on the request, and holds it where no log line prints it. */
public final class Authorization implements Processor {
    private String scheme = "Bearer";
    private String user = "";
    private String token = "";

    /** The word before a token: {@code Bearer} (RFC 6750) where not set, {@code OAuth} for Statuspage. */
    public void setScheme(String scheme) {
        this.scheme = scheme.strip();
    }

    /** Whose password the token is: both are sent as basic authentication (RFC 7617). Where blank, the token goes alone. */
    public void setUser(String user) {
        this.user = user.strip();
    }

    /** A token, or the user's password; where blank, no header is sent. */
    public void setToken(String token) {
        this.token = token.strip();
    }

    @Override
    public void process(Exchange exchange) {
        if (!token.isEmpty()) {
            exchange.getMessage().setHeader("Authorization", user.isEmpty() ? scheme + " " + token : basic());
        }
    }

    private String basic() {
        byte[] pair = (user + ":" + token).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
        return "Authorization[***]";
    }
}
