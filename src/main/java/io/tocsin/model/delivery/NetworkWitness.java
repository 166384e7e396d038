package io.tocsin.model.delivery;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * What the network did. Before the connection stood, nothing was sent, so the failure is transient; after that the
 * receiver may have the message, so it is unknown.
 */
record NetworkWitness() implements Witness {
    private static final List<Class<? extends IOException>> NOT_SENT = List.of(
            ConnectException.class,
            NoRouteToHostException.class,
            UnknownHostException.class,
            SSLHandshakeException.class,
            SSLPeerUnverifiedException.class);
    // The same of the AWS SDK's HTTP client, which is the older Apache one and no dependency of ours.
    private static final Set<String> NOT_SENT_BY_NAME =
            Set.of("ConnectTimeoutException", "ConnectionPoolTimeoutException");

    @Override
    public Optional<Failure> judge(List<Throwable> chain) {
        Optional<Throwable> notSent =
                chain.stream().filter(NetworkWitness::isBeforeSend).findFirst();
        if (notSent.isPresent()) {
            return notSent.map(e -> Failure.of(FailureClass.TRANSIENT, "not sent: " + certificate(chain) + told(e)));
        }
        return Witness.first(chain, IOException.class)
                .map(e -> Failure.of(FailureClass.UNKNOWN, "sent, but no answer came: " + told(e)));
    }

    private static boolean isBeforeSend(Throwable thrown) {
        return NOT_SENT.stream().anyMatch(type -> type.isInstance(thrown))
                || NOT_SENT_BY_NAME.contains(thrown.getClass().getSimpleName())
                || (thrown instanceof IOException && isConnectTimeout(thrown.getMessage()));
    }

    // java.net.Socket has one exception for both timeouts and tells them apart by its words.
    private static boolean isConnectTimeout(String message) {
        return message != null && message.toLowerCase(Locale.ROOT).contains("connect timed out");
    }

    /** What is wrong with the server's certificate, in words for somebody who never saw a PKIX path; or nothing. */
    private static String certificate(List<Throwable> chain) {
        if (Witness.first(chain, CertificateExpiredException.class).isPresent()) {
            return "the server's certificate has ended: ";
        }
        if (Witness.first(chain, CertificateNotYetValidException.class).isPresent()) {
            return "the server's certificate is not valid yet: ";
        }
        return Witness.first(chain, CertPathBuilderException.class).isPresent()
                ? "the server's certificate was signed by no authority that this machine trusts: "
                : "";
    }

    private static String told(Throwable thrown) {
        String name = thrown.getClass().getSimpleName();
        return thrown.getMessage() == null ? name : name + ": " + thrown.getMessage();
    }
}
