package io.tocsin.source.sns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.security.cert.CertificateException;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/**
 * SNS's signing certificates: fetched from the topic's own host, followed up to a root that Java trusts, kept for a day.
 *
 * <p>SNS serves its certificate without the one that issued it, so that one is fetched from where the certificate says,
 * if it says Amazon's or DigiCert's own store; it is worth nothing unless a trusted root has signed it. A sender that isn't
 * believed yet can cause these fetches, so there are at most {@value #MOST_FETCHES} at a time.
 */
final class SnsCertificates {
    private static final int MOST_FETCHES = 4;
    private static final int MOST_KEPT = 100;
    private static final int LONGEST_CHAIN = 4;
    private static final String ISSUERS =
            "http://[a-z0-9.-]{1,100}\\.(amazontrust|digicert)\\.com/[A-Za-z0-9._-]{1,100}";

    private final Fetch fetch;
    private final Supplier<Set<TrustAnchor>> roots;
    private final Semaphore fetches = new Semaphore(MOST_FETCHES);
    // Not Caffeine's own asynchronous cache: it logs a stack trace for each failed fetch, and anybody can cause those.
    private final Map<String, CompletableFuture<CertificateChain>> loading = new ConcurrentHashMap<>();
    private final Cache<String, CertificateChain> kept = Caffeine.newBuilder()
            .maximumSize(MOST_KEPT)
            .expireAfterWrite(Duration.ofDays(1))
            .build();

    SnsCertificates(Fetch fetch, Supplier<Set<TrustAnchor>> roots) {
        this.fetch = fetch;
        this.roots = roots;
    }

    /**
     * The key that should have signed the message.
     *
     * @param at the hub's time
     * @return fails with an {@link IOException} or a {@link GeneralSecurityException} where there is none to be trusted
     */
    CompletionStage<PublicKey> key(SnsMessage message, Instant at) {
        if (!message.topic().ownsCertificate(message.certificateUrl())) {
            return CompletableFuture.failedStage(new CertificateException(
                    "SigningCertURL is not one of https://" + message.topic().host()));
        }
        return chain(message.certificateUrl(), at).thenApply(chain -> checked(chain, message.topic(), at));
    }

    /** Kept, being fetched for another message already, or to be fetched. */
    private CompletionStage<CertificateChain> chain(String url, Instant at) {
        CertificateChain known = kept.getIfPresent(url);
        if (known != null) {
            return CompletableFuture.completedStage(known);
        }
        CompletableFuture<CertificateChain> ours = new CompletableFuture<>();
        CompletableFuture<CertificateChain> others = loading.putIfAbsent(url, ours);
        if (others != null) {
            return others;
        }
        load(URI.create(url), at).whenComplete((chain, failure) -> {
            if (failure == null) {
                kept.put(url, chain);
                ours.complete(chain);
            } else {
                ours.completeExceptionally(failure);
            }
            loading.remove(url, ours);
        });
        return ours;
    }

    private CompletionStage<CertificateChain> load(URI url, Instant at) {
        if (!fetches.tryAcquire()) {
            return CompletableFuture.failedStage(
                    new IOException(MOST_FETCHES + " certificates are being fetched already"));
        }
        return fetch.get(url)
                .thenApply(SnsCertificates::read)
                .thenCompose(this::climb)
                .thenApply(chain -> trusted(chain, at))
                .whenComplete((chain, failure) -> fetches.release());
    }

    /** Up to a certificate that a root has issued. */
    private CompletionStage<CertificateChain> climb(CertificateChain chain) {
        if (chain.ends(roots.get())) {
            return CompletableFuture.completedStage(chain);
        }
        String issuer = IssuerAddress.in(chain.top()).orElse("");
        if (chain.certificates().size() >= LONGEST_CHAIN || !issuer.matches(ISSUERS)) {
            return CompletableFuture.failedStage(new CertificateException(
                    "nobody whom Java trusts has issued " + chain.top().getSubjectX500Principal()));
        }
        return fetch.get(URI.create(issuer))
                .thenApply(SnsCertificates::read)
                .thenCompose(above -> climb(chain.under(above)));
    }

    private static CertificateChain read(byte[] file) {
        try {
            return CertificateChain.read(file);
        } catch (CertificateException e) {
            throw new CompletionException(e);
        }
    }

    private CertificateChain trusted(CertificateChain chain, Instant at) {
        try {
            chain.verify(roots.get(), at);
            return chain;
        } catch (GeneralSecurityException e) {
            throw new CompletionException(e);
        }
    }

    private static PublicKey checked(CertificateChain chain, SnsTopic topic, Instant at) {
        try {
            chain.checkName(topic.certificateNames());
            chain.checkDates(at);
            return chain.key();
        } catch (CertificateException e) {
            throw new CompletionException(e);
        }
    }
}
