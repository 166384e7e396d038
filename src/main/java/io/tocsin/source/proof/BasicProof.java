package io.tocsin.source.proof;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * User and password by HTTP's Basic scheme (RFC 7617), in UTF-8. Only as secret as the connection: behind TLS.
 *
 * <p>Like every fixed key it says who sends and nothing of what is sent.
 */
public final class BasicProof extends PromptProof {
    private static final String SCHEME = "Basic";

    private String user = "";
    private Secrets passwords = Secrets.none();
    private List<Digest> credentials = List.of();

    /** @param user the name before the colon; it can't have one itself */
    public void setUser(String user) {
        this.user = user.strip();
        keep();
    }

    /** @param list the passwords that count, with commas or white space between */
    public void setPasswords(String list) {
        this.passwords = Secrets.read("passwords", list);
        keep();
    }

    // Compared as they are sent: then no second spelling of the same Base64 passes.
    private void keep() {
        credentials = passwords.each(password -> Digest.of(
                Base64.getEncoder().encodeToString((user + ":" + password).getBytes(StandardCharsets.UTF_8))));
    }

    @Override
    public void ready() {
        Settings.require(!user.isEmpty() && !user.contains(":"), "user is empty or has a colon; expected a name");
        Settings.require(!credentials.isEmpty(), "passwords is missing; expected at least one");
    }

    @Override
    public boolean byHeadAlone() {
        return true;
    }

    @Override
    Verdict judge(Claim claim) {
        String shown = Credentials.after(SCHEME, claim.header("Authorization").orElse(""));
        boolean known = Digest.of(shown).isAmong(credentials);
        if (known && !user.isEmpty()) {
            return Verdict.Genuine.PLAIN;
        }
        return new Verdict.Refused(
                shown.isEmpty() ? "no Basic credentials in Authorization, or two of them" : "a wrong user or password");
    }

    @Override
    public String toString() {
        return "BasicProof[" + user + ", " + credentials.size() + " passwords]";
    }
}
