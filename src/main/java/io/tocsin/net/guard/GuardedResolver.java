package io.tocsin.net.guard;

import java.net.IDN;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.apache.hc.client5.http.DnsResolver;

/**
 * Looks a host up and gives back addresses only if every one of them may be connected to. The client connects to just what
 * it is given here, so a name cannot stand for one address when it is checked and for another when it is used.
 *
 * @param names the name service
 * @param addresses decides
 * @param named whether the address must be of a network that an administrator has named: so without TLS
 */
record GuardedResolver(DnsResolver names, AddressGuard addresses, boolean named) implements DnsResolver {

    /** @throws UnknownHostException where the host has no address, or one that is refused */
    @Override
    public InetAddress[] resolve(String name) throws UnknownHostException {
        String host = ascii(name);
        InetAddress[] found = names.resolve(host);
        if (found == null || found.length == 0) {
            throw new UnknownHostException(host);
        }
        for (InetAddress address : found) {
            check(host, address);
        }
        return found;
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

    /** As it was configured: HttpCore keeps {@code xn--bcher-kva.example} as {@code bücher.example}. */
    private static String ascii(String name) throws UnknownHostException {
        try {
            return IDN.toASCII(name);
        } catch (IllegalArgumentException noName) {
            throw new UnknownHostException(name);
        }
    }

    /** The name itself: no other name is ever asked for. */
    @Override
    public String resolveCanonicalHostname(String host) throws UnknownHostException {
        resolve(host);
        return host;
    }
}
