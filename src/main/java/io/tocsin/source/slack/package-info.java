/** What people do in Slack about incidents: what their clicks and words mean, who may, and how they come in. */
package io.tocsin.source.slack;
