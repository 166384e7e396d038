/** What people answer in chats, whichever it is: who they are, whether they may, what they want, once, and what they are told. */
package io.tocsin.source.chat;
