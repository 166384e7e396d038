package io.tocsin.channel;

import jakarta.mail.PasswordAuthentication;
import org.apache.camel.component.mail.MailAuthenticator;

/**
 * An account of an SMTP server, or none. camel-mail's own {@code username} would log in with an empty name where none is
 * given, and its {@code password} would be a part of the endpoint's address.
 */
public final class SmtpLogin extends MailAuthenticator {
    private String username = "";
    private String password = "";

    /** The account's name; where blank, nobody logs in. */
    public void setUsername(String username) {
        this.username = username;
    }

    /** The account's password. */
    public void setPassword(String password) {
        this.password = password;
    }

    @Override
    public PasswordAuthentication getPasswordAuthentication() {
        return username.isBlank()
                ? new PasswordAuthentication(null, null)
                : new PasswordAuthentication(username, password);
    }

    @Override
    public String toString() {
        return "SmtpLogin[***]";
    }
}
