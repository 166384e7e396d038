/** What people press in Mattermost. */
package io.tocsin.source.mattermost;
