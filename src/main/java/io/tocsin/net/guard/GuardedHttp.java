package io.tocsin.net.guard;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.Registry;
import org.apache.camel.support.DefaultComponent;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.UnsafeUriCharactersEncoder;

/**
 * HTTP as every route of the hub gets it, under {@code http} and {@code https}, with the options of Camel's own component:
 * it connects only where the {@link AddressGuard} allows, sends an exchange once, follows nothing, keeps its time limits,
 * and lets no header change its target but {@code Tocsin-Path}, which it checks. A route cannot switch that off: such an
 * option is refused when the endpoint is made. While a request is on its way no thread waits for it ({@link Steps}).
 */
public final class GuardedHttp extends DefaultComponent {
    private static final int MOST = 64 * 1024;
    private static final int CONNECTIONS = 20;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration RESPONSE = Duration.ofSeconds(15);
    private static final Set<String> METHODS =
            Set.of("GET", "PATCH", "POST", "PUT", "DELETE", "HEAD", "OPTIONS", "TRACE");
    private static final String USER_AGENT = "Tocsin";

    private final AddressGuard addresses;
    private final UrlGuard urls;
    private final Lookups names;
    private final Deadlines deadlines;
    private final SendLoops loops;

    GuardedHttp(AddressGuard addresses, NameService names, Deadlines deadlines) {
        this(addresses, new Lookups(names, Lookups.LIMIT), deadlines, new SendLoops());
    }

    /** @param names looks hosts up, each in time */
    GuardedHttp(AddressGuard addresses, Lookups names, Deadlines deadlines, SendLoops loops) {
        this.addresses = addresses;
        this.deadlines = deadlines;
        this.urls = new UrlGuard(addresses);
        this.names = names;
        this.loops = loops;
    }

    /**
     * Binds it under both of its names, and the {@link Deadlines} that all sends of the context share: the one place where
     * a context of the hub gets its HTTP client.
     */
    public static void bindTo(Registry registry, AddressGuard addresses) {
        Deadlines deadlines = new Deadlines();
        SendLoops loops = new SendLoops();
        Lookups names = new Lookups();
        registry.bind(Deadlines.BEAN, deadlines);
        registry.bind("http", new GuardedHttp(addresses, names, deadlines, loops));
        registry.bind("https", new GuardedHttp(addresses, names, deadlines, loops));
    }

    /** @throws IllegalArgumentException {@code <name>: <what was found>; expected <what is wanted>} */
    @Override
    protected Endpoint createEndpoint(String uri, String remaining, Map<String, Object> parameters) throws Exception {
        boolean secure = uri.startsWith("https:");
        String address = (secure ? "https://" : "http://") + remaining;
        urls.check("url", address);
        parameters.forEach((option, value) -> HttpOptions.refusal(option, String.valueOf(value))
                .ifPresent(reason -> {
                    throw new IllegalArgumentException(option + ": `" + value + "`; expected none: " + reason);
                }));
        Optional<SSLContext> tls = tls(secure, parameters);
        SendSettings settings = settings(encoded(address), parameters, tls);
        // What became of it: that is what will be connected to.
        urls.check("url", settings.url().toASCIIString());
        return new GuardedEndpoint(uri, this, settings);
    }

    /** Camel hands the address over decoded; as its own component does, what must be encoded is encoded again. */
    private static URI encoded(String address) throws URISyntaxException {
        URI plain = new URI(UnsafeUriCharactersEncoder.encodeHttpURI(address));
        return new URI(
                plain.getScheme(), null, plain.getHost(), plain.getPort(), plain.getPath(), plain.getQuery(), null);
    }

    /** Takes the options away; what is left is the URL's own query. */
    private SendSettings settings(URI address, Map<String, Object> parameters, Optional<SSLContext> tls)
            throws Exception {
        Optional<String> method = method(parameters);
        String ok = getAndRemoveParameter(parameters, "okStatusCodeRange", String.class, "200-299");
        boolean failing = is(parameters, "throwExceptionOnFailure", true);
        boolean skipHeaders = is(parameters, "skipResponseHeaders", false);
        boolean ignoreBody = is(parameters, "ignoreResponseBody", false);
        Set<String> bodyAlways = new HashSet<>();
        if (is(parameters, "getWithBody", false)) {
            bodyAlways.add("GET");
        }
        if (is(parameters, "deleteWithBody", false)) {
            bodyAlways.add("DELETE");
        }
        boolean keep = !is(parameters, "connectionClose", false);
        int most = Math.min(
                most(parameters, "maxTotalConnections", Integer.MAX_VALUE),
                most(parameters, "connectionsPerRoute", CONNECTIONS));
        Duration connect = time(parameters, "connectTimeout", CONNECT);
        Duration free = time(parameters, "connectionRequestTimeout", CONNECT);
        Duration response = time(parameters, "responseTimeout", RESPONSE);
        time(parameters, "soTimeout", RESPONSE); // the time for the whole answer is the shorter one
        String agent = getAndRemoveParameter(parameters, "userAgent", String.class, USER_AGENT);
        Optional<String> authorization = authorization(parameters);
        List.of(
                        "skipControlHeaders",
                        "followRedirects",
                        "bridgeEndpoint",
                        "skipRequestHeaders",
                        "useSystemProperties",
                        "authMethod",
                        "authenticationPreemptive",
                        "multipartUpload",
                        "contentTypeCharsetEnabled")
                .forEach(parameters::remove);
        URI url = new URI(UnsafeUriCharactersEncoder.encodeHttpURI(
                URISupport.createRemainingURI(address, parameters).toASCIIString()));
        parameters.clear();
        return new SendSettings(
                url,
                method,
                ok,
                failing,
                skipHeaders,
                ignoreBody,
                Set.copyOf(bodyAlways),
                keep,
                most,
                connect,
                free,
                response,
                agent,
                authorization,
                tls);
    }

    private Optional<String> method(Map<String, Object> parameters) {
        Optional<String> method = Optional.ofNullable(getAndRemoveParameter(parameters, "httpMethod", String.class))
                .map(text -> text.toUpperCase(Locale.ROOT));
        method.filter(text -> !METHODS.contains(text)).ifPresent(text -> {
            throw new IllegalArgumentException("httpMethod: `" + text
                    + "`; expected one of GET, POST, PUT, PATCH, DELETE," + " HEAD, OPTIONS, TRACE");
        });
        return method;
    }

    private boolean is(Map<String, Object> parameters, String name, boolean otherwise) {
        return getAndRemoveParameter(parameters, name, Boolean.class, otherwise);
    }

    private int most(Map<String, Object> parameters, String name, int otherwise) {
        int most = getAndRemoveParameter(parameters, name, Integer.class, otherwise);
        return most > 0 ? most : otherwise;
    }

    private Duration time(Map<String, Object> parameters, String name, Duration otherwise) {
        long milliseconds = getAndRemoveParameter(parameters, name, Long.class, otherwise.toMillis());
        if (milliseconds <= 0) {
            throw new IllegalArgumentException(
                    name + ": " + milliseconds + "; expected milliseconds, at least 1: 0 would be no limit");
        }
        return Duration.ofMillis(milliseconds);
    }

    private Optional<String> authorization(Map<String, Object> parameters) {
        String user = getAndRemoveParameter(parameters, "authUsername", String.class);
        String password = getAndRemoveParameter(parameters, "authPassword", String.class, "");
        return Optional.ofNullable(user)
                .map(name -> "Basic "
                        + Base64.getEncoder().encodeToString((name + ":" + password).getBytes(StandardCharsets.UTF_8)));
    }

    /** With TLS parameters a URL that says http would be a mistake: its reader takes it to be safe. */
    private Optional<SSLContext> tls(boolean secure, Map<String, Object> parameters) throws Exception {
        SSLContextParameters tls =
                resolveAndRemoveReferenceParameter(parameters, "sslContextParameters", SSLContextParameters.class);
        if (!secure && tls != null && (tls.getKeyManagers() != null || tls.getTrustManagers() != null)) {
            throw new IllegalArgumentException("url: http with a CA or a certificate; expected https");
        }
        return secure && tls != null ? Optional.of(tls.createSSLContext(getCamelContext())) : Optional.empty();
    }

    GuardedClient client(SendSettings settings) {
        boolean named = !GuardedClient.isSecure(settings.url());
        return new GuardedClient(
                settings.url(),
                new GuardedResolver(names, addresses, named),
                settings.tls(),
                settings.connect(),
                settings.most(),
                MOST,
                loops.next(),
                deadlines);
    }

    @Override
    protected void doShutdown() throws Exception {
        super.doShutdown();
        loops.close();
    }
}
