// The host of a URL, for outlets.cpp: what find_url and registrable_domain look at.
#pragma once

#include <string>
#include <string_view>

namespace reprise::corpus {

/// Lower-case host without port, user and trailing dot; "" when `url` has none that looks like a domain name.
/// *path, if given, is what follows the host ("/news?x").
std::string url_host(std::string_view url, std::string_view* path = nullptr);

/// Whose site a URL is on: its host without "www.", or a Telegram channel's page ("t.me/name", lower case); "" where many people
/// have their pages.
std::string own_site(std::string_view url);

}  // namespace reprise::corpus
