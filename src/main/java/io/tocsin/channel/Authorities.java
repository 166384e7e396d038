package io.tocsin.channel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;

/** Certificate authorities of one's own, for a server inside one's own network. */
record Authorities(SSLContext context) {

    /**
     * Reads a file of certificates.
     *
     * @param file PEM, one certificate or more
     * @throws IOException where it cannot be read or holds no certificate
     */
    static Authorities of(Path file) throws IOException {
        try {
            Collection<? extends Certificate> certificates = CertificateFactory.getInstance("X.509")
                    .generateCertificates(new ByteArrayInputStream(Files.readAllBytes(file)));
            if (certificates.isEmpty()) {
                throw new IOException(file + " holds no certificate; expected PEM, -----BEGIN CERTIFICATE-----");
            }
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int number = 0;
            for (Certificate certificate : certificates) {
                store.setCertificateEntry("authority-" + number++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            return new Authorities(context);
        } catch (GeneralSecurityException unreadable) {
            throw new IOException(
                    file + " is no file of certificates: " + unreadable.getMessage() + "; expected PEM", unreadable);
        }
    }

    SSLSocketFactory socketFactory() {
        return context.getSocketFactory();
    }
}
