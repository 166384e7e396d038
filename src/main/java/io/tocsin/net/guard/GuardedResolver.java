package io.tocsin.net.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Looks a host up and gives back addresses only if every one of them may be connected to. The client connects to just what
 * it is given here, so a name cannot stand for one address when it is checked and for another when it is used.
 *
 * @param names the name service
 * @param addresses decides
 * @param named whether the address must be of a network that an administrator has named: so without TLS
 */
record GuardedResolver(Lookups names, AddressGuard addresses, boolean named) {

    /** Fails with an {@link UnknownHostException} where the host has no address, or one that is refused. */
    CompletableFuture<List<InetAddress>> resolve(String host) {
        return names.ask(host).thenCompose(found -> {
            try {
                return CompletableFuture.completedFuture(checked(host, found));
            } catch (UnknownHostException refused) {
                return CompletableFuture.failedFuture(refused);
            }
        });
    }

    private List<InetAddress> checked(String host, InetAddress[] found) throws UnknownHostException {
        if (found == null || found.length == 0) {
            throw new UnknownHostException(host);
        }
        for (InetAddress address : found) {
            check(host, address);
        }
        return List.of(found);
    }

    /** @throws UnknownHostException where the address is refused */
    void check(String host, InetAddress address) throws UnknownHostException {
        Optional<String> refused = addresses.refusal(address);
        if (refused.isPresent()) {
            throw new Refusal("refused by the address guard: " + host + " resolves to " + refused.get())
                    .asUnknownHost();
        }
        if (named && !addresses.isNamed(address)) {
            throw new Refusal("refused by the address guard: http to " + host + " (" + address.getHostAddress()
                            + "); use https, or allow its network with " + AddressGuard.SETTING)
                    .asUnknownHost();
        }
    }
}
