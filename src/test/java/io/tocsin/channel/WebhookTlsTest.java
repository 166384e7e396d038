package io.tocsin.channel;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import io.tocsin.channel.TestOutbox.Outcome;
import io.tocsin.channel.tls.PemFile;
import io.tocsin.model.delivery.FailureClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** A server whose certificate no root has signed, and that asks for the caller's. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebhookTlsTest {
    private static final String HERE = "san=ip:127.0.0.1,dns:localhost";

    @TempDir
    static Path folder;

    private Certificates files;
    private WireMockServer server;
    private Receivers receivers;
    private int count;

    @BeforeAll
    void start() throws Exception {
        files = new Certificates(folder)
                .with("server", "RSA", "-ext", HERE)
                .with("other-server", "RSA", "-ext", HERE)
                .with("hub", "RSA", "-keysize", "2048")
                .with("hub-ec", "EC")
                .with("stranger", "RSA");
        server = new WireMockServer(WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .httpDisabled(true)
                .dynamicHttpsPort()
                .keystorePath(files.store("server").toString())
                .keystoreType("PKCS12")
                .keystorePassword(Certificates.PASSWORD)
                .keyManagerPassword(Certificates.PASSWORD)
                .needClientAuth(true)
                .trustStorePath(files.trusting("hub").toString())
                .trustStoreType("PKCS12")
                .trustStorePassword(Certificates.PASSWORD));
        server.start();
        receivers = new Receivers();
    }

    @BeforeEach
    void answers() {
        server.resetAll();
        server.stubFor(any(anyUrl()).willReturn(aResponse().withStatus(204)));
    }

    @AfterAll
    void stop() throws Exception {
        receivers.close();
        server.stop();
    }

    private Outcome send(Map<String, String> parameters) throws Exception {
        return receivers.send(
                receiver("https://127.0.0.1:" + server.httpsPort() + "/hook", parameters), Messages.firing());
    }

    private String receiver(String url, Map<String, String> parameters) throws Exception {
        Map<String, String> all = new LinkedHashMap<>(parameters);
        all.put("url", url);
        String name = "tls-" + ++count;
        receivers.with("webhook", name, all);
        return name;
    }

    private Map<String, String> known(Path certificate, Path key) {
        return Map.of(
                "ca", files.pem("server").toString(),
                "certificate", certificate.toString(),
                "key", key.toString());
    }

    @Test
    void aCaOfOnesOwnAndACertificateOfTheHubLetItIn() throws Exception {
        assertThat(send(known(files.pem("hub"), files.key("hub"))).exception()).isEmpty();
        server.verify(1, anyRequestedFor(anyUrl()));
    }

    @Test
    void aKeyInRsasOldFormIsReadToo() throws Exception {
        assertThat(send(known(files.pem("hub"), files.pkcs1("hub"))).exception())
                .isEmpty();
    }

    @Test
    void withoutItsCaTheServerIsNotBelievedAndNothingIsSent() throws Exception {
        Outcome outcome = send(Map.of(
                "certificate",
                files.pem("hub").toString(),
                "key",
                files.key("hub").toString()));
        assertThat(outcome.failure().failureClass()).isEqualTo(FailureClass.TRANSIENT);
        assertThat(outcome.failure().reason())
                .startsWith("not sent: the server's certificate was signed by no authority that this machine trusts");
        server.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void anotherCaDoesNotDo() throws Exception {
        assertThat(send(Map.of("ca", files.pem("other-server").toString())).delivered())
                .isFalse();
        server.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void aStrangersCertificateAndNoneAreTurnedAway() throws Exception {
        assertThat(send(known(files.pem("stranger"), files.key("stranger"))).delivered())
                .isFalse();
        assertThat(send(Map.of("ca", files.pem("server").toString())).delivered())
                .isFalse();
        server.verify(0, anyRequestedFor(anyUrl()));
    }

    @Test
    void anEllipticKeyIsRead() throws Exception {
        PemFile chain = new PemFile("certificate", files.pem("hub-ec"));
        assertThat(chain.identity(new PemFile("key", files.key("hub-ec"))).size())
                .isEqualTo(1);
    }

    @Test
    void aFileThatIsNotWhatItShouldBeRefusesTheStartAndSaysWhich() throws Exception {
        Path encrypted = Files.writeString(
                folder.resolve("encrypted.key"),
                "-----BEGIN ENCRYPTED PRIVATE KEY-----\nAAAA\n-----END ENCRYPTED PRIVATE KEY-----\n");
        String hub = files.pem("hub").toString();
        refused(Map.of("ca", folder.resolve("missing.pem").toString()), "ca is ", "no file that the hub can read");
        refused(Map.of("ca", files.key("hub").toString()), "ca has no certificate");
        refused(Map.of("certificate", hub), "certificate is given without a key");
        refused(Map.of("key", files.key("hub").toString()), "key is given without a certificate");
        refused(Map.of("certificate", hub, "key", hub), "key has no private key");
        refused(Map.of("certificate", hub, "key", encrypted.toString()), "openssl pkcs8 -topk8 -nocrypt");
    }

    private void refused(Map<String, String> parameters, String... words) {
        assertThatThrownBy(() -> receiver("https://127.0.0.1:1/", parameters))
                .rootCause()
                .hasMessageContainingAll(words);
    }

    @Test
    void httpWithACertificateIsAMistake() {
        assertThatThrownBy(() -> receiver(
                        "http://127.0.0.1:1/", Map.of("ca", files.pem("server").toString())))
                .rootCause()
                .hasMessage("url: http with a CA or a certificate; expected https");
    }
}
