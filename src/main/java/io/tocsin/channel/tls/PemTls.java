package io.tocsin.channel.tls;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import javax.net.ssl.SSLContext;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.apache.camel.support.jsse.SSLContextParameters;
import org.apache.camel.support.jsse.TrustManagersParameters;

/**
 * TLS of one receiver from PEM files, as Kubernetes, cert-manager and openssl write them: Camel's own parameters, which
 * alone know key stores. Files are read when the route is made; a new certificate needs a new start.
 */
public final class PemTls extends SSLContextParameters {
    private String certificate = "";
    private String key = "";

    /** @param file certificates that are trusted instead of Java's; blank for Java's */
    public void setCa(String file) {
        if (!file.isBlank()) {
            PemFile pem = new PemFile("ca", Path.of(file.strip()));
            TrustManagersParameters trust = new TrustManagersParameters();
            trust.setKeyStore(store(pem::trusted));
            setTrustManagers(trust);
        }
    }

    /** @param file the hub's certificate and those above it, for a server that asks for one; blank for none */
    public void setCertificate(String file) {
        certificate = file.strip();
        identify();
    }

    /** @param file the certificate's private key */
    public void setKey(String file) {
        key = file.strip();
        identify();
    }

    private void identify() {
        if (!certificate.isEmpty() && !key.isEmpty()) {
            PemFile chain = new PemFile("certificate", Path.of(certificate));
            PemFile secret = new PemFile("key", Path.of(key));
            KeyManagersParameters keys = new KeyManagersParameters();
            keys.setKeyStore(store(() -> chain.identity(secret)));
            keys.setKeyPassword(PemFile.IN_MEMORY);
            setKeyManagers(keys);
        }
    }

    /** @throws IllegalArgumentException where a certificate comes without a key, or a file is not what it should be */
    @Override
    public SSLContext createSSLContext(CamelContext context) throws GeneralSecurityException, IOException {
        if (certificate.isEmpty() != key.isEmpty()) {
            throw new IllegalArgumentException(
                    certificate.isEmpty()
                            ? "key is given without a certificate; expected both or none"
                            : "certificate is given without a key; expected both or none");
        }
        return super.createSSLContext(context);
    }

    private static KeyStoreParameters store(PemFile.Reading reading) {
        return new KeyStoreParameters() {
            @Override
            public KeyStore createKeyStore() throws GeneralSecurityException, IOException {
                return reading.read();
            }
        };
    }

    @Override
    public String toString() {
        return "PemTls";
    }
}
