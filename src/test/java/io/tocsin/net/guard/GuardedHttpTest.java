package io.tocsin.net.guard;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalToIgnoreCase;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.junit5.WireMockExtension;
import io.tocsin.model.delivery.Failure;
import io.tocsin.model.delivery.FailureClass;
import io.tocsin.model.delivery.Judge;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** 127.0.0.2 is the allowed network here; on 127.0.0.1 and ::1 sits the canary, which nobody may ever reach. */
@Timeout(60)
class GuardedHttpTest {
    @RegisterExtension
    static final WireMockExtension HOOK = WireMockExtension.newInstance()
            .options(WireMockConfiguration.options().dynamicPort().bindAddress("127.0.0.2"))
            .build();

    private static DefaultCamelContext context;
    private static Canary v4;
    private static Canary v6;
    private static Names names;

    @BeforeAll
    static void start() throws Exception {
        v4 = new Canary("127.0.0.1");
        v6 = new Canary("::1");
        names = new Names();
        AddressGuard guard = AddressGuard.allowing("127.0.0.2");
        context = new DefaultCamelContext();
        context.getRegistry().bind("http", new GuardedHttp(guard, names, new Deadlines()));
        context.getRegistry().bind("https", new GuardedHttp(guard, names, new Deadlines()));
        context.start();
    }

    @BeforeEach
    void answer() {
        HOOK.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(200).withBody("taken")));
    }

    @AfterEach
    void nobodyReachedTheCanary() {
        assertThat(v4.connections() + v6.connections()).isZero();
    }

    @AfterAll
    static void stop() throws Exception {
        context.close();
        v4.close();
        v6.close();
    }

    private static Exchange post(String url, Map<String, Object> headers) {
        return context.createFluentProducerTemplate()
                .to(url)
                .withHeaders(headers)
                .withBody("{}")
                .request(Exchange.class);
    }

    private static Failure refused(String url) {
        Exchange exchange = post(url, Map.of());
        assertThat(exchange.getException()).as(url).isNotNull();
        return new Judge(InstantSource.system()).judge(exchange.getException());
    }

    private String hook(String path) {
        return "http://127.0.0.2:" + HOOK.getPort() + path;
    }

    @Test
    void anAllowedAddressIsReached() {
        Exchange exchange = post(hook("/hook?team=ops&httpMethod=POST"), Map.of("X-Team", "ops"));
        assertThat(exchange.getMessage().getBody(String.class)).isEqualTo("taken");
        HOOK.verify(1, anyRequestedFor(urlEqualTo("/hook?team=ops")));
    }

    @ParameterizedTest
    @CsvSource({
        "private.test, 10.0.0.5, resolves to 10.0.0.5",
        "loop4.test, 127.0.0.1, resolves to 127.0.0.1",
        "loop6.test, ::1, resolves to 0:0:0:0:0:0:0:1",
        "mapped.test, ::ffff:7f00:1, resolves to 127.0.0.1",
        "zero.test, 0.0.0.0, resolves to 0.0.0.0",
        "unspecified.test, ::, resolves to 0:0:0:0:0:0:0:0",
        "metadata.test, 169.254.169.254, can never be allowed",
        "metadata6.test, fd00:ec2::254, can never be allowed"
    })
    void aNameThatLeadsInsideIsRefusedForGood(String host, String address, String words) {
        names.with(host, address);
        for (String scheme : new String[] {"http", "https"}) {
            int port = address.contains(":") ? v6.port() : v4.port();
            Failure failure = refused(scheme + "://" + host + ":" + port + "/SECRETPATH");
            assertThat(failure.failureClass()).isEqualTo(FailureClass.PERMANENT);
            assertThat(failure.reason())
                    .startsWith("refused by the address guard: " + host)
                    .contains(words)
                    .doesNotContain("SECRETPATH");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.1:V4/",
                "http://127.1:V4/",
                "http://0x7f.1:V4/",
                "http://0x7f000001:V4/",
                "http://017700000001:V4/",
                "http://0177.0.0.1:V4/",
                "http://2130706433:V4/",
                "http://0:V4/",
                "http://0.0.0.0:V4/",
                "http://localhost:V4/",
                "http://localhost:V6/",
                "http://[::1]:V6/",
                "http://[::]:V6/",
                "http://[::ffff:127.0.0.1]:V4/",
                "http://[::ffff:7f00:1]:V4/",
                "http://[::1%25lo]:V6/",
                "http://127.0.0.2@127.0.0.1:V4/",
                "http://127.0.0.2:80@127.0.0.1:V4/",
                "http://127.0.0.2%20@127.0.0.1:V4/",
                "http://127.0.0.1:V4#@127.0.0.2/",
                "http://127.0.0.1:V4\\@127.0.0.2/",
                "http://127。0。0。1:V4/",
                "http:127.0.0.1:V4/",
                "http:http://127.0.0.1:V4/",
                "https:http://127.0.0.1:V4/",
                "http:////127.0.0.1:V4/"
            })
    void noWayToWriteAUrlLeadsToTheCanary(String url) {
        String placed = url.replace("V4", "" + v4.port()).replace("V6", "" + v6.port());
        assertThatThrownBy(() -> {
                    Exchange exchange = post(placed, Map.of());
                    if (exchange.getException() != null) {
                        throw exchange.getException();
                    }
                })
                .isNotNull();
    }

    @Test
    void oneBadAnswerOfSeveralRefusesTheName() {
        names.with("mixed.test", "127.0.0.2", "127.0.0.1");
        names.with("mixed6.test", "127.0.0.2", "::1");
        assertThat(refused("http://mixed.test:" + v4.port() + "/").reason()).contains("resolves to 127.0.0.1");
        assertThat(refused("http://mixed6.test:" + v6.port() + "/").failureClass())
                .isEqualTo(FailureClass.PERMANENT);
    }

    @Test
    void aNameThatChangesBetweenLookAndConnectIsPinnedToWhatWasChecked() throws Exception {
        try (Canary twin = new Canary("127.0.0.2")) {
            // One lookup for each send: a second one would lead to the canary's address.
            names.with("rebind.test", "127.0.0.2").with("rebind.test", "127.0.0.1");
            post("http://rebind.test:" + twin.port() + "/a", Map.of());
            assertThat(twin.connections()).isEqualTo(1);
            assertThat(refused("http://rebind.test:" + twin.port() + "/a").reason())
                    .contains("resolves to 127.0.0.1");
            assertThat(twin.connections()).isEqualTo(1);
        }
    }

    @Test
    void httpToTheInternetIsRefusedBeforeAnythingIsSent() {
        names.with("internet.test", "8.8.8.8");
        assertThat(refused("http://internet.test/").reason()).contains("use https");
    }

    @Test
    void aNameThatIsNotKnownIsWorthAnotherTry() {
        names.with("unknown.test", "nothing");
        assertThat(refused("https://unknown.test/").failureClass()).isEqualTo(FailureClass.TRANSIENT);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "xn--bcher-kva.example",
                "XN--bcher-kva.example",
                "xn--bcher-kva.xn--p1ai",
                "xn--bcher-kva.example."
            })
    void anInternationalHostInItsAsciiFormIsReached(String host) {
        names.with(host, "127.0.0.2").with(host.toLowerCase(Locale.ROOT), "127.0.0.2");
        Exchange exchange = post("http://" + host + ":" + HOOK.getPort() + "/hook", Map.of());
        assertThat(exchange.getException()).isNull();
        HOOK.verify(
                1,
                anyRequestedFor(urlEqualTo("/hook"))
                        .withHeader("Host", equalToIgnoreCase(host + ":" + HOOK.getPort())));
    }

    @Test
    void anInternationalHostIsNamedAndVerifiedByTls(@TempDir Path folder) throws Exception {
        names.with("xn--bcher-kva.example", "127.0.0.2").with("xn--anderer-kva.example", "127.0.0.2");
        String store = folder.resolve("server.p12").toString();
        String[] command = (Path.of(System.getProperty("java.home"), "bin", "keytool") + " -genkeypair -alias server"
                        + " -keyalg EC -dname CN=server -ext san=dns:xn--bcher-kva.example -validity 2 -storetype PKCS12"
                        + " -storepass changeit -keystore " + store)
                .split(" ");
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
        KeyStoreParameters keys = new KeyStoreParameters();
        keys.setResource("file:" + store);
        keys.setPassword("changeit");
        TrustManagersParameters trust = new TrustManagersParameters();
        trust.setKeyStore(keys);
        SSLContextParameters tls = new SSLContextParameters();
        tls.setTrustManagers(trust);
        context.getRegistry().bind("server", tls);
        WireMockServer server = new WireMockServer(WireMockConfiguration.options()
                .bindAddress("127.0.0.2")
                .dynamicPort()
                .dynamicHttpsPort()
                .keystorePath(store)
                .keystorePassword("changeit")
                .keyManagerPassword("changeit"));
        server.start();
        try {
            server.stubFor(any(anyUrl()).willReturn(aResponse().withBody("taken")));
            String url = "https://%s:" + server.httpsPort() + "/?sslContextParameters=#server";
            Exchange own = post(url.formatted("xn--bcher-kva.example"), Map.of());
            assertThat(own.getException()).isNull();
            assertThat(own.getMessage().getBody(String.class)).isEqualTo("taken");
            assertThat(post(url.formatted("xn--anderer-kva.example"), Map.of()).getException())
                    .hasMessageContaining("doesn't match");
        } finally {
            server.stop();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 303, 307, 308})
    void aRedirectToTheCanaryIsNotFollowed(int status) {
        HOOK.stubFor(any(anyUrl())
                .willReturn(
                        aResponse().withStatus(status).withHeader("Location", "http://127.0.0.1:" + v4.port() + "/")));
        Exchange exchange = post(hook("/hook?throwExceptionOnFailure=false"), Map.of());
        assertThat(exchange.getMessage().getHeader(Exchange.HTTP_RESPONSE_CODE)).isEqualTo(status);
        HOOK.verify(1, anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @ValueSource(ints = {429, 503})
    void nothingIsRepeatedBehindTheBreaker(int status) {
        HOOK.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(status).withHeader("Retry-After", "0")));
        assertThat(post(hook("/hook"), Map.of()).getException()).isNotNull();
        HOOK.verify(1, anyRequestedFor(anyUrl()));
    }

    @Test
    void headersDoNotChangeTheTarget() {
        Map<String, Object> headers = Map.of(
                "CamelHttpUri",
                "http://127.0.0.1:" + v4.port() + "/evil",
                "CamelHttpPath",
                "/evil",
                "CamelHttpQuery",
                "evil=1",
                "CamelRestHttpUri",
                "http://127.0.0.1:" + v4.port() + "/evil");
        post(hook("/hook"), headers);
        HOOK.verify(1, anyRequestedFor(urlEqualTo("/hook")));
    }

    @Test
    void thePathIsExtendedByTheHeaderAndTheHeaderStaysHere() {
        post(hook("/api?team=ops"), Map.of("Tocsin-Path", "issue/OPS-7?id=1"));
        HOOK.verify(
                1, anyRequestedFor(urlEqualTo("/api/issue/OPS-7?team=ops&id=1")).withoutHeader("Tocsin-Path"));
    }

    @Test
    void aPathThatLeadsOutOfTheConfiguredOneIsRefusedForGood() {
        Exchange exchange = post(hook("/api"), Map.of("tocsin-path", "../admin"));
        assertThat(new Judge(InstantSource.system())
                        .judge(exchange.getException())
                        .failureClass())
                .isEqualTo(FailureClass.PERMANENT);
        HOOK.verify(0, anyRequestedFor(anyUrl()));
    }

    @ParameterizedTest
    @CsvSource({
        "followRedirects,true",
        "skipControlHeaders,false",
        "bridgeEndpoint,true",
        "useSystemProperties,true",
        "proxyHost,127.0.0.1",
        "proxyAuthHost,127.0.0.1",
        "httpClient.unixDomainSocket,/var/run/docker.sock",
        "httpConnection.socksProxyAddress,127.0.0.1",
        "clientConnectionManager,#any",
        "httpClient,#any",
        "clientBuilder,#any",
        "httpClientConfigurer,#any",
        "x509HostnameVerifier,#any",
        "headerFilterStrategy,#any",
        "customHostHeader,evil.example",
        "preserveHostHeader,true",
        "oauth2TokenEndpoint,http://127.0.0.1/",
        "responseTimeout,0",
        "connectTimeout,0"
    })
    void aRouteCannotSwitchTheSafetyOff(String option, String value) {
        assertThatThrownBy(() -> context.getEndpoint(hook("/x?" + option + "=RAW(" + value + ")")))
                .rootCause()
                .hasMessageStartingWith(option + ": ")
                .hasMessageContaining("; expected ");
    }

    @Test
    void ofALongAnswerTheBeginningIsKeptAndTheRestIsNotWaitedFor() throws Exception {
        try (EndlessAnswer endless = new EndlessAnswer(64 * 1024 + 1)) {
            Exchange exchange = post(endless.url(), Map.of());
            assertThat(exchange.getException()).isNull();
            assertThat(exchange.getMessage().getBody(byte[].class)).hasSize(64 * 1024);
        }
    }

    @Test
    void anAnswerThatGoesOnForEverIsCutOffAfterTheTimeForAnAnswer() throws Exception {
        try (EndlessAnswer endless = new EndlessAnswer(10)) {
            Exchange exchange = post(endless.url() + "?responseTimeout=600", Map.of());
            assertThat(exchange.getException()).hasMessageContaining("took more than 600 ms");
        }
    }

    @Test
    void aCompressedAnswerIsReadUpToTheSameLimit() {
        HOOK.stubFor(any(anyUrl()).willReturn(aResponse().withBody("0".repeat(5_000_000))));
        Exchange exchange = post(hook("/hook"), Map.of());
        assertThat(exchange.getMessage().getBody(byte[].class)).hasSize(64 * 1024);
    }

    @Test
    void anAnswerThatBreaksOffIsUnknown() {
        HOOK.stubFor(any(anyUrl()).willReturn(aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK)));
        assertThat(refused(hook("/hook")).failureClass()).isEqualTo(FailureClass.UNKNOWN);
    }

    @Test
    void tlsToAPortThatSpeaksNoneIsNotSent() {
        Exchange exchange = post("https://127.0.0.2:" + HOOK.getPort() + "/hook", Map.of());

        Failure failure = new Judge(InstantSource.system()).judge(exchange.getException());
        assertThat(failure.failureClass()).isEqualTo(FailureClass.TRANSIENT);
        assertThat(failure.reason()).startsWith("not sent: ").contains("Unsupported or unrecognized SSL message");
    }
}
