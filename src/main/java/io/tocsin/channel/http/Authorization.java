package io.tocsin.channel.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/** Puts a receiver's credential on the request, and holds it where no log line prints it. */
public final class Authorization implements Processor {
    private String scheme = "Bearer";
    private String user = "";
    private String token = "";
    private String password = "";

    /** The word before a token: {@code Bearer} (RFC 6750) where not set, {@code OAuth} for Statuspage. */
    public void setScheme(String scheme) {
        this.scheme = scheme.strip();
    }

    /**
     * Whose password the token is: both are sent as basic authentication (RFC 7617). Where blank, the token goes alone.
     *
     * @throws IllegalArgumentException where it has a colon: the password begins behind the first one
     */
    public void setUser(String user) {
        if (user.contains(":")) {
            throw new IllegalArgumentException("user has a colon; expected a name without one");
        }
        this.user = user.strip();
    }

    /** A token, or the user's password; where both are blank, no header is sent. */
    public void setToken(String token) {
        this.token = token.strip();
        oneOfThem();
    }

    /** The user's password, of a receiver that has either a token or a user. */
    public void setPassword(String password) {
        this.password = password;
        oneOfThem();
    }

    private void oneOfThem() {
        if (!token.isEmpty() && !password.isEmpty()) {
            throw new IllegalArgumentException("password is given beside a token; expected one of them");
        }
    }

    @Override
    public void process(Exchange exchange) {
        if (!token.isEmpty() || !user.isEmpty()) {
            exchange.getMessage().setHeader("Authorization", user.isEmpty() ? scheme + " " + token : basic());
        }
    }

    private String basic() {
        byte[] pair = (user + ":" + token + password).getBytes(StandardCharsets.UTF_8);
        return "Basic " + Base64.getEncoder().encodeToString(pair);
    }

    @Override
    public String toString() {
        return "Authorization[***]";
    }
}
