package io.tocsin.app.cli;

import io.tocsin.channel.tls.PemFile;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.http.HttpTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/** Which certificates of a hub are trusted over https, and what to say of one that is not. */
final class HubTrust {

    /** Where systems keep what their administrator trusts: Debian and its like, Red Hat and its like, Alpine and BSD. */
    private static final List<Path> OF_SYSTEM = List.of(
            Path.of("/etc/ssl/certs/ca-certificates.crt"),
            Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
            Path.of("/etc/ssl/cert.pem"));

    private final Optional<Path> authorities;
    private final Seeing seeing;
    private final SSLContext context;

    private HubTrust(Optional<Path> authorities) throws GeneralSecurityException, IOException {
        this.authorities = authorities;
        this.seeing = new Seeing(trusting(authorities.isPresent() ? only(authorities.get()) : system()));
        this.context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {seeing}, null);
    }

    /** Empty for a hub that is asked without TLS. @throws CommandException if the file of certificates is none */
    static Optional<HubTrust> of(HubAccess access) {
        if (!access.server().toLowerCase(Locale.ROOT).startsWith("https:")) {
            return Optional.empty();
        }
        try {
            return Optional.of(new HubTrust(access.authorities()));
        } catch (IllegalArgumentException wrong) {
            throw new CommandException(wrong.getMessage());
        } catch (GeneralSecurityException | IOException e) {
            throw new CommandException("The certificates to trust cannot be read: " + e.getMessage());
        }
    }

    SSLContext context() {
        return context;
    }

    /** What to say where the certificate, or what is spoken at all, was why there is no answer; empty where it was not. */
    Optional<String> refusal(IOException failure, String where) {
        Optional<X509Certificate> shown = seeing.shown();
        boolean ofTls = of(failure, SSLException.class).isPresent()
                || of(failure, CertificateException.class).isPresent();
        boolean reached = !(failure instanceof ConnectException || failure instanceof HttpTimeoutException);
        if (!ofTls && (!reached || shown.isPresent())) {
            return Optional.empty();
        }
        if (shown.isEmpty()) {
            return Optional.of("No TLS connection to " + where + ": " + TerminalText.line(text(failure), 300)
                    + "; is it http:// there?");
        }
        X509Certificate certificate = shown.get();
        String why;
        if (isOutOfTime(failure)) {
            why = "it counts from " + certificate.getNotBefore().toInstant() + " until "
                    + certificate.getNotAfter().toInstant() + "; renew it, or set this machine's clock";
        } else if (text(failure).matches("(?s).*No (name|subject alternative).*")) {
            why = "it is made for " + names(certificate) + "; ask for the hub under a name of those";
        } else {
            why = "it was issued by "
                    + name(certificate.getIssuerX500Principal().getName()) + ", which "
                    + authorities
                            .map(file -> "is not in " + file)
                            .orElse("this system does not trust; name a file with the issuer's certificate by --ca-file"
                                    + " or HUB_CA_FILE");
        }
        return Optional.of("The certificate of " + where + " is refused: " + why);
    }

    private static boolean isOutOfTime(Throwable failure) {
        return of(failure, CertificateExpiredException.class).isPresent()
                || of(failure, CertificateNotYetValidException.class).isPresent()
                || of(failure, CertPathValidatorException.class)
                        .filter(path -> path.getReason() == BasicReason.EXPIRED
                                || path.getReason() == BasicReason.NOT_YET_VALID)
                        .isPresent();
    }

    private static String names(X509Certificate certificate) {
        try {
            List<String> names = certificate.getSubjectAlternativeNames() == null
                    ? List.of()
                    : certificate.getSubjectAlternativeNames().stream()
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
            return name(names.isEmpty() ? certificate.getSubjectX500Principal().getName() : String.join(", ", names));
        } catch (CertificateException e) {
            return name(certificate.getSubjectX500Principal().getName());
        }
    }

    private static String name(String text) {
        return TerminalText.line(text, 200);
    }

    private static String text(Throwable failure) {
        return Stream.iterate(failure, one -> one != null, Throwable::getCause)
                .map(one -> String.valueOf(one.getMessage()))
                .reduce((first, next) -> next.isEmpty() || first.contains(next) ? first : first + ": " + next)
                .orElse("");
    }

    private static <T extends Throwable> Optional<T> of(Throwable failure, Class<T> kind) {
        return Stream.iterate(failure, one -> one != null, Throwable::getCause)
                .filter(kind::isInstance)
                .map(kind::cast)
                .findFirst();
    }

    private static KeyStore only(Path file) throws GeneralSecurityException, IOException {
        return new PemFile("--ca-file (or HUB_CA_FILE)", file).trusted();
    }

    /** What this Java trusts, and what the system's administrator does. */
    private static KeyStore system() throws GeneralSecurityException, IOException {
        Optional<Path> bundle = OF_SYSTEM.stream().filter(Files::isReadable).findFirst();
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        if (bundle.isPresent()) {
            store = new PemFile("the system's trust store", bundle.get()).trusted();
        }
        for (X509Certificate certificate : trusting(null).getAcceptedIssuers()) {
            store.setCertificateEntry("java-" + store.size(), certificate);
        }
        return store;
    }

    /** @param store null for Java's own */
    private static X509ExtendedTrustManager trusting(KeyStore store) throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(store);
        return Arrays.stream(factory.getTrustManagers())
                .filter(X509ExtendedTrustManager.class::isInstance)
                .map(X509ExtendedTrustManager.class::cast)
                .findFirst()
                .orElseThrow(() -> new GeneralSecurityException("this Java has no trust manager for certificates"));
    }

    /** Decides as the other does, and keeps what was shown, so that a refusal can be explained. */
    private static final class Seeing extends X509ExtendedTrustManager {

        private final X509ExtendedTrustManager decides;
        private volatile X509Certificate shown;

        Seeing(X509ExtendedTrustManager decides) {
            this.decides = decides;
        }

        Optional<X509Certificate> shown() {
            return Optional.ofNullable(shown);
        }

        /** One that is named as trusted itself, Java takes however old it is. */
        private void see(X509Certificate[] chain) throws CertificateException {
            if (chain.length > 0) {
                shown = chain[0];
                chain[0].checkValidity();
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            see(chain);
            decides.checkServerTrusted(chain, type, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            see(chain);
            decides.checkServerTrusted(chain, type, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            see(chain);
            decides.checkServerTrusted(chain, type);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            decides.checkClientTrusted(chain, type, engine);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
                throws CertificateException {
            decides.checkClientTrusted(chain, type, socket);
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            decides.checkClientTrusted(chain, type);
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return decides.getAcceptedIssuers();
        }
    }
}
