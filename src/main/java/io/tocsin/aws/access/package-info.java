/** What of AWS every door and command shares: regions, identities, roles and the names of queues. */
package io.tocsin.aws.access;
