package io.tocsin.net.guard;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Decides whether the hub may connect to an address. The internet is free; networks of your own are refused until an
 * administrator allows them; the addresses where a cloud gives out a machine's credentials are refused whatever is allowed.
 *
 * <p>It decides by the address alone, asks nobody, and keeps nothing.
 */
public final class AddressGuard {
    /** The setting that allows networks. */
    public static final String SETTING = "hub.guard.allow";

    private final List<Network> allowed;

    private AddressGuard(List<Network> allowed) {
        this.allowed = List.copyOf(allowed);
    }

    /**
     * A guard that also allows these networks.
     *
     * @param networks CIDR notation or single addresses, commas between; may be empty
     * @throws IllegalArgumentException with words for an administrator, where one is no network or can never be allowed
     */
    public static AddressGuard allowing(String networks) {
        List<Network> allowed = new ArrayList<>();
        for (String text : networks.split(",")) {
            if (!text.isBlank()) {
                allowed.add(network(text.strip()));
            }
        }
        return new AddressGuard(allowed);
    }

    private static Network network(String text) {
        Network network = Network.read(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "`" + text + "` is no network such as 10.0.0.0/8, fd12:3456::/32 or 127.0.0.1"));
        Denied.ALWAYS.stream()
                .filter(denied -> denied.network().contains(network))
                .findFirst()
                .ifPresent(denied -> {
                    throw new IllegalArgumentException("`" + text + "` can never be allowed (" + denied + ")");
                });
        return network;
    }

    /** Why the hub must not connect there; empty where it may. */
    public Optional<String> refusal(InetAddress address) {
        return refusal(Address.of(address));
    }

    /** Whether an administrator has named the address's network, so that it may be reached without TLS, too. */
    public boolean isNamed(InetAddress address) {
        return names(Address.of(address)) && refusal(address).isEmpty();
    }

    /** Whether any network is named at all. */
    boolean namesSome() {
        return !allowed.isEmpty();
    }

    private Optional<String> refusal(Address address) {
        Optional<Denied> never = Denied.of(address, Denied.ALWAYS);
        if (never.isPresent()) {
            return Optional.of(address + " (" + never.get() + "), which can never be allowed");
        }
        Optional<Denied> denied = Denied.of(address, Denied.BY_DEFAULT);
        if (denied.isPresent() && !names(address)) {
            return Optional.of(address + " (" + denied.get() + "); allow its network with " + SETTING);
        }
        return address.carried().stream()
                .flatMap(inner -> refusal(inner).stream())
                .map(inner -> address + ", and by that to " + inner)
                .findFirst();
    }

    private boolean names(Address address) {
        return allowed.stream().anyMatch(network -> network.contains(address));
    }
}
