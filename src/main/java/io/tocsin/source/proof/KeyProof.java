package io.tocsin.source.proof;

import java.util.List;

/**
 * A key that only the sender knows, in a header or in the path: {@code X-Gitlab-Token}, {@code X-Api-Key},
 * {@code Authorization} with a scheme, or {@code /v1/events/ci/{key}} for senders that can set nothing but a URL.
 *
 * <p>Such a key says who sends and nothing of what is sent: whoever reads one request can send others. Use a signature
 * where the sender offers one, and TLS in any case. A key in a path stands in the logs of every proxy on its way.
 */
public final class KeyProof extends PromptProof {
    private List<Digest> keys = List.of();
    private String header = "";
    private String scheme = "";
    private String path = "";

    /** @param list the keys that count, with commas or white space between */
    public void setSecrets(String list) {
        keys = Secrets.read("secrets", list).each(Digest::of);
    }

    /** @param header the header field with the key; blank where it is in the path */
    public void setHeader(String header) {
        this.header = header.strip();
    }

    /** @param scheme the word before the key in the header, such as Bearer, in any case; blank for none */
    public void setScheme(String scheme) {
        this.scheme = scheme.strip();
    }

    /** @param path the name of the path's placeholder with the key; blank where it is in a header */
    public void setPath(String path) {
        this.path = path.strip();
    }

    @Override
    public void ready() {
        Settings.require(!keys.isEmpty(), "secrets is missing; expected at least one");
        Settings.require(
                header.isEmpty() != path.isEmpty(),
                "found " + (path.isEmpty() ? "neither header nor path" : "both header and path")
                        + "; expected one, for the key's place");
        Settings.require(scheme.isEmpty() || path.isEmpty(), "scheme has no meaning in a path; leave it out");
    }

    @Override
    public boolean byHeadAlone() {
        return true;
    }

    @Override
    Verdict judge(Claim claim) {
        String shown = path.isEmpty()
                ? Credentials.after(scheme, claim.header(header).orElse(""))
                : claim.path().getOrDefault(path, "");
        boolean known = Digest.of(shown).isAmong(keys);
        if (known) {
            return Verdict.Genuine.PLAIN;
        }
        return new Verdict.Refused((shown.isEmpty() ? "no key, or two of them, in " : "an unknown key in ")
                + (path.isEmpty() ? header : "the path"));
    }

    @Override
    public String toString() {
        return "KeyProof[" + (path.isEmpty() ? header : "{" + path + "}") + ", " + keys.size() + " keys]";
    }
}
