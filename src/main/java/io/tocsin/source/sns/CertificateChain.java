package io.tocsin.source.sns;

import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.InvalidAlgorithmParameterException;
import java.security.KeyStore;
import java.security.PublicKey;
import java.security.cert.CertPathValidator;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/**
 * A signing certificate and those above it, without the root.
 *
 * @param certificates at least one, each issued by the next
 */
record CertificateChain(List<X509Certificate> certificates) {
    private static final int DNS_NAME = 2;

    CertificateChain {
        certificates = List.copyOf(certificates);
    }

    /** Reads one or more certificates, in PEM or DER. */
    static CertificateChain read(byte[] file) throws CertificateException {
        Collection<? extends Certificate> read =
                CertificateFactory.getInstance("X.509").generateCertificates(new ByteArrayInputStream(file));
        if (read.isEmpty()) {
            throw new CertificateException("there is no certificate in it");
        }
        return new CertificateChain(
                read.stream().map(X509Certificate.class::cast).toList());
    }

    /** Whom this machine's Java trusts. */
    static Set<TrustAnchor> roots() {
        try {
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init((KeyStore) null);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509TrustManager.class::isInstance)
                    .flatMap(manager -> Stream.of(((X509TrustManager) manager).getAcceptedIssuers()))
                    .map(root -> new TrustAnchor(root, null))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Java's own list of trusted certificates can't be read", e);
        }
    }

    PublicKey key() {
        return certificates.get(0).getPublicKey();
    }

    X509Certificate top() {
        return certificates.get(certificates.size() - 1);
    }

    /** With those of another chain above. */
    CertificateChain under(CertificateChain issuers) {
        List<X509Certificate> all = new ArrayList<>(certificates);
        all.addAll(issuers.certificates);
        return new CertificateChain(all);
    }

    /** Whether its top was issued by one of these, as far as names go. */
    boolean ends(Set<TrustAnchor> roots) {
        return roots.stream()
                .anyMatch(
                        root -> root.getTrustedCert().getSubjectX500Principal().equals(top().getIssuerX500Principal()));
    }

    /**
     * Checks signatures, constraints and dates up to a root. Revocation is not looked up: SNS changes its certificates
     * more often than lists of revoked ones are read.
     */
    void verify(Set<TrustAnchor> roots, Instant at) throws GeneralSecurityException {
        PKIXParameters parameters;
        try {
            parameters = new PKIXParameters(roots);
        } catch (InvalidAlgorithmParameterException e) {
            throw new CertificateException("nobody is trusted", e);
        }
        parameters.setRevocationEnabled(false);
        parameters.setDate(Date.from(at));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(certificates), parameters);
    }

    /** Checks the dates alone. */
    void checkDates(Instant at) throws CertificateException {
        for (X509Certificate certificate : certificates) {
            certificate.checkValidity(Date.from(at));
        }
    }

    /** Checks that the lowest one names one of these hosts. */
    void checkName(Set<String> hosts) throws CertificateException {
        Collection<List<?>> names = certificates.get(0).getSubjectAlternativeNames();
        boolean named = names != null
                && names.stream().anyMatch(name -> name.get(0).equals(DNS_NAME) && hosts.contains(name.get(1)));
        if (!named) {
            throw new CertificateException("the certificate is not SNS's");
        }
    }
}
