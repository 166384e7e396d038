package io.tocsin.source.sns;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * An authority of the test's own, made with the JDK's keytool: a root, an issuer under it, and SNS's certificates under
 * that, valid in 2026 unless they say otherwise.
 */
final class TestAuthority {
    static final String ISSUER = "http://crt.r2m01.amazontrust.com/r2m01.cer";

    private static final char[] PASSWORD = "changeit".toCharArray();

    private final Path store;
    private final KeyStore keys;

    private TestAuthority(Path store, KeyStore keys) {
        this.store = store;
        this.keys = keys;
    }

    static TestAuthority in(Path folder) throws Exception {
        Path store = folder.resolve("authority.p12");
        keytool(store, "root", "CN=Root of the test", "2026/01/01", "-ext", "bc:critical=ca:true");
        keytool(
                store,
                "issuer",
                "CN=Issuer of the test",
                "2026/01/01",
                "-signer",
                "root",
                "-ext",
                "bc:critical=ca:true");
        sns(store, "sns", "2026/01/01", "sns.amazonaws.com", "issuer", ISSUER);
        return new TestAuthority(store, read(store));
    }

    /** With one more of SNS's certificates. */
    TestAuthority with(String alias, String from, String name, String signer, String issuerAddress) throws Exception {
        sns(store, alias, from, name, signer, issuerAddress);
        return new TestAuthority(store, read(store));
    }

    private static void sns(Path store, String alias, String from, String name, String signer, String issuerAddress)
            throws Exception {
        List<String> more = new ArrayList<>(List.of("-ext", "san=dns:" + name));
        if (!signer.isEmpty()) {
            more.addAll(List.of("-signer", signer, "-ext", "aia=caIssuers:uri:" + issuerAddress));
        }
        keytool(store, alias, "CN=" + name, from, more.toArray(String[]::new));
    }

    private static void keytool(Path store, String alias, String name, String from, String... more) throws Exception {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                alias,
                "-dname",
                name,
                "-startdate",
                from,
                "-validity",
                "360",
                "-keyalg",
                "RSA",
                "-keysize",
                "2048",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD)));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(said);
        }
    }

    private static KeyStore read(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            keys.load(file, PASSWORD);
        }
        return keys;
    }

    Set<TrustAnchor> roots() {
        return Set.of(new TrustAnchor(certificate("root"), null));
    }

    X509Certificate certificate(String alias) {
        try {
            return (X509Certificate) keys.getCertificate(alias);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    PrivateKey key(String alias) {
        try {
            return (PrivateKey) keys.getKey(alias, PASSWORD);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The certificate alone, as SNS serves its own. */
    byte[] pem(String alias) {
        String base64 = Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII))
                .encodeToString(der(alias));
        return ("-----BEGIN CERTIFICATE-----\n" + base64 + "\n-----END CERTIFICATE-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /** The certificate alone, as Amazon's store serves issuers. */
    byte[] der(String alias) {
        try {
            return certificate(alias).getEncoded();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
