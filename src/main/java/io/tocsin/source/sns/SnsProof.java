package io.tocsin.source.sns;

import io.tocsin.net.guard.AddressGuard;
import io.tocsin.source.proof.Claim;
import io.tocsin.source.proof.Proof;
import io.tocsin.source.proof.Verdict;
import java.io.IOException;
import java.security.PublicKey;
import java.security.cert.TrustAnchor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * A message that SNS has signed, of a topic on a list. Anybody can make a topic and subscribe our address to it, and SNS
 * signs for everybody: it is the list that says who may send.
 *
 * <p>Looks at what costs nothing first, other than proofs with a secret: there is none here that a time could betray.
 */
public final class SnsProof implements Proof {
    /** As long as SNS tries to deliver over HTTP: its retry policy can't be longer than 3600 s. */
    private static final Duration TOLERANCE = Duration.ofHours(1);

    private SnsCertificates certificates;
    private List<SnsTopic> topics = List.of();
    private boolean signatureV1;

    /** Certificates come from AWS, and those that Java trusts are trusted. */
    public SnsProof() {
        this(new HttpFetch(AddressGuard.allowing("")), CertificateChain::roots);
    }

    SnsProof(Fetch fetch, Supplier<Set<TrustAnchor>> roots) {
        this.certificates = new SnsCertificates(fetch, roots);
    }

    /** @param arns the topics that may send, with commas or white space between */
    public void setTopics(String arns) {
        this.topics = SnsTopic.list(arns);
    }

    /** @param allowed networks of one's own in which AWS is reached, as {@link AddressGuard#allowing} reads them */
    public void setNetworks(String allowed) {
        this.certificates = new SnsCertificates(new HttpFetch(AddressGuard.allowing(allowed)), CertificateChain::roots);
    }

    /** @param taken whether signatures with SHA-1 count too; default false. New topics sign so until told otherwise */
    public void setSignatureV1(boolean taken) {
        this.signatureV1 = taken;
    }

    @Override
    public void ready() {
        if (topics.isEmpty()) {
            throw new IllegalArgumentException("topics is missing; expected the ARN of each topic that may send");
        }
    }

    @Override
    public CompletionStage<Verdict> verify(Claim claim) {
        SnsMessage message;
        try {
            message = SnsMessage.read(claim.body());
        } catch (IOException e) {
            return refused("no message of SNS: " + e.getMessage());
        }
        if (topics.stream().noneMatch(message.topic()::equals)) {
            return refused("the topic " + message.topic().arn() + " is not in topics");
        }
        if (Duration.between(message.sentAt(), claim.receivedAt()).abs().compareTo(TOLERANCE) > 0) {
            return refused("Timestamp is more than an hour from our time: an old message, or a clock that is wrong");
        }
        if (message.signatureVersion().equals("1") && !signatureV1) {
            return refused(
                    "signature version 1 (SHA-1); set the topic's attribute SignatureVersion to 2, or signatureV1"
                            + " of this source to true");
        }
        return judge(message, claim.receivedAt());
    }

    private CompletionStage<Verdict> judge(SnsMessage message, Instant at) {
        return certificates
                .key(message, at)
                .thenApply(key -> verdict(message, key))
                .exceptionally(SnsProof::withoutKey);
    }

    /** A network that fails says nothing about the message, and SNS tries again after a server's error only. */
    private static Verdict withoutKey(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        String why = "the signing certificate: " + (cause.getMessage() == null ? cause.toString() : cause.getMessage());
        boolean passing = cause instanceof IOException && !(cause instanceof Fetch.NotThereException);
        return passing ? new Verdict.Undecided(why) : new Verdict.Refused(why);
    }

    private static Verdict verdict(SnsMessage message, PublicKey key) {
        return SnsSignature.fits(message, key)
                ? new Verdict.Genuine(Optional.of(message.id()))
                : new Verdict.Refused("the signature does not fit");
    }

    private static CompletionStage<Verdict> refused(String why) {
        return CompletableFuture.completedStage(new Verdict.Refused(why));
    }

    @Override
    public String toString() {
        return "SnsProof[" + topics.size() + " topics" + (signatureV1 ? ", also signature version 1" : "") + "]";
    }
}
