package io.tocsin.net.guard;

import java.net.IDN;
import java.net.InetAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads the text of a URL strictly, so that a person, the hub and the HTTP client see one and the same host in it. What
 * can be known without a name server is decided here; what a name stands for is decided at each send.
 *
 * <p>A message names the scheme, the host and the port, never the path: in a webhook's URL that is the secret.
 */
public final class UrlGuard {
    private static final int PORTS = 65_535;
    private static final Pattern NAME =
            Pattern.compile("(?=.{1,253}$)[A-Za-z0-9]([A-Za-z0-9-]{0,62})(\\.[A-Za-z0-9][A-Za-z0-9-]{0,62})*\\.?");
    // The last part of a name is never a number; of an IPv4 address in one of its many notations it is.
    private static final Pattern NUMBER = Pattern.compile("(^|\\.)(0[xX][0-9A-Fa-f]*|\\d+)\\.?$");

    private final AddressGuard addresses;

    /** A guard that asks this one about addresses. */
    public UrlGuard(AddressGuard addresses) {
        this.addresses = addresses;
    }

    /**
     * Reads a URL that a setting or a parameter gave.
     *
     * @param name how the user calls it, for the message: {@code url}
     * @param text the URL
     * @throws IllegalArgumentException {@code <name>: <what was found>; expected <what is wanted>}
     */
    public void check(String name, String text) {
        fault(text).ifPresent(fault -> {
            throw new IllegalArgumentException(name + ": " + fault);
        });
    }

    /** What is wrong, as {@code <what was found>; expected <what is wanted>}; empty where nothing is. */
    public Optional<String> fault(String text) {
        Optional<String> strange = strange(text);
        if (strange.isPresent()) {
            return strange;
        }
        URI url;
        try {
            url = new URI(text);
        } catch (URISyntaxException e) {
            return Optional.of("a text that is no URL; expected https://host/path");
        }
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        if (!List.of("http", "https").contains(scheme)) {
            return Optional.of("a URL that is neither https nor http; expected https://host/path");
        }
        if (url.getRawUserInfo() != null) {
            return Optional.of("a URL with a user name; expected none: credentials have parameters of their own");
        }
        if (url.getRawFragment() != null) {
            return Optional.of("a URL with a fragment (#); expected none: a fragment is never sent");
        }
        if (url.getHost() == null || !authority(url).equalsIgnoreCase(url.getRawAuthority())) {
            return Optional.of("a URL without a plain host; expected https://host/path or https://host:port/path");
        }
        if (url.getPort() == 0 || url.getPort() > PORTS) {
            return Optional.of("the port " + url.getPort() + "; expected 1 to " + PORTS);
        }
        return host(url.getHost(), scheme.equals("http"));
    }

    /** What would be read in two ways, or not at all. */
    private static Optional<String> strange(String text) {
        if (text.indexOf('\\') >= 0) {
            return Optional.of("a URL with a backslash; expected only slashes");
        }
        if (text.chars().anyMatch(c -> c <= ' ' || c == 0x7f)) {
            return Optional.of("a URL with a space or a control character; expected it percent-encoded");
        }
        if (text.chars().anyMatch(c -> c > 0x7f)) {
            return Optional.of("a URL that is not ASCII" + ascii(text) + "; expected only ASCII characters");
        }
        return Optional.empty();
    }

    private static String ascii(String text) {
        String host = text.replaceFirst("^[A-Za-z]+:/*", "").replaceFirst("[/?#:].*$", "");
        try {
            String ascii = IDN.toASCII(host, IDN.USE_STD3_ASCII_RULES);
            return ascii.equals(host) ? "" : " (the host is written " + ascii + ")";
        } catch (IllegalArgumentException noName) {
            return "";
        }
    }

    private static String authority(URI url) {
        return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
    }

    private Optional<String> host(String host, boolean plain) {
        boolean brackets = host.startsWith("[");
        String bare = brackets ? host.substring(1, host.length() - 1) : host;
        Optional<InetAddress> literal = Literal.read(bare);
        if (literal.isEmpty()
                && (brackets
                        || NUMBER.matcher(bare).find()
                        || !NAME.matcher(bare).matches())) {
            return Optional.of("the host, value " + host + "; expected a name, four decimal numbers with points between"
                    + " (192.0.2.1), or IPv6 in hexadecimal ([2001:db8::1])");
        }
        Optional<InetAddress> known =
                literal.isPresent() || !isLocalhost(bare) ? literal : Optional.of(InetAddress.getLoopbackAddress());
        Optional<String> refused = known.flatMap(addresses::refusal);
        if (refused.isPresent()) {
            return Optional.of(
                    "the host " + host + " leads to " + refused.get() + "; expected an address that the hub may reach");
        }
        if (plain && !known.map(addresses::isNamed).orElse(addresses.namesSome())) {
            return Optional.of("http to " + host + "; expected https, or a host in a network that "
                    + AddressGuard.SETTING + " names");
        }
        return Optional.empty();
    }

    // RFC 6761, section 6.3
    private static boolean isLocalhost(String host) {
        String name = host.toLowerCase(Locale.ROOT).replaceFirst("\\.$", "");
        return name.equals("localhost") || name.endsWith(".localhost");
    }
}
