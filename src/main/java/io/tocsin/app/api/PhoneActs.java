package io.tocsin.app.api;

import io.tocsin.model.recipient.Address;
import io.tocsin.model.recipient.Recipients;
import io.tocsin.pipeline.answer.SentTo;
import io.tocsin.pipeline.rest.LiveRests;
import io.tocsin.pipeline.rest.RestOrder;
import io.tocsin.source.phone.PhoneDesk;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What people do by phone that they do nowhere else. */
public final class PhoneActs implements PhoneDesk {

    private final SentTo sent;
    private final LiveRests rests;
    private final Supplier<Recipients> recipients;

    /**
     * @param sent what was sent where
     * @param rests who wants to be left alone
     * @param recipients the people that there are now
     */
    public PhoneActs(SentTo sent, LiveRests rests, Supplier<Recipients> recipients) {
        this.sent = sent;
        this.rests = rests;
        this.recipients = recipients;
    }

    @Override
    public List<Open> open(String number) {
        return sent.open(number).stream()
                .map(one -> new Open(one.id(), one.title(), one.isAcknowledged()))
                .toList();
    }

    @Override
    public Instant rest(String person, String kind, Duration length, String actor, String once) {
        Recipients now = recipients.get();
        Optional<Address.Key> address = now.carrier(kind).flatMap(carrier -> now.person(person)
                .map(who -> new Address.Key(carrier.receiver(), who.addresses().getOrDefault(kind, ""))));
        return rests.take(new RestOrder(person, kind, address, length, actor, once));
    }
}
