// Hosts and registrable domains of URLs.
//
// Idea: a URL as crawlers write it, with or without scheme, is cut at the first of / ? #; user and port go; what is left
//   must be labels of letters, digits, hyphens or bytes above ASCII with at least one dot, and the last label no number
//   (an IP address belongs to no outlet). Not a URL parser: nothing here is ever fetched.
// The registrable domain is the last two labels, or three under a two-level public suffix. The list holds the suffixes
//   under which news sites of our languages and their neighbours live; the whole public suffix list (10,000 entries) would
//   buy nothing for names that are only shown.
// Tested by tests/corpus/outlets_test.cpp.
#include "corpus/url_host.hpp"

#include <algorithm>
#include <array>

#include "corpus/outlets.hpp"

namespace reprise::corpus {
namespace {

constexpr std::size_t kMaxHost = 253;  // RFC 1035, section 2.3.4

// Second labels that make a public suffix under a two-letter top-level domain: co.uk, com.au, gov.il, or.jp...
constexpr std::array<std::string_view, 14> kSecondLabels = {"ac", "co",  "com", "edu", "go",  "gob", "gov",
                                                            "in", "mil", "ne",  "net", "nom", "or",  "org"};
// Those that are public suffixes only under some: "in.ua" but not "in.de"; "kiev.ua", "msk.ru".
constexpr std::array<std::string_view, 8> kOtherSuffixes = {"kiev.ua", "kyiv.ua", "msk.ru",     "spb.ru",
                                                            "me.uk",   "asn.au",  "uol.com.br", "ebc.com.br"};
// Top-level domains that have no such second level for the public ("co.de" is somebody's own name).
constexpr std::array<std::string_view, 8> kFlatTop = {"de", "fr", "eu", "it", "nl", "tv", "us", "me"};

// Where many people have their pages: a host of one of these is nobody's own.
constexpr std::array<std::string_view, 34> kShared = {
    "facebook.com", "fb.com", "twitter.com", "x.com", "t.co", "instagram.com", "youtube.com", "youtu.be", "vk.com", "ok.ru", "reddit.com", "medium.com",
    "linkedin.com", "tiktok.com", "weibo.com", "weibo.cn", "mp.weixin.qq.com", "toutiao.com", "baijiahao.baidu.com", "news.google.com", "google.com", "yahoo.com",
    "msn.com", "archive.org", "archive.is", "archive.ph", "bit.ly", "goo.gl", "tinyurl.com", "dzen.ru", "zen.yandex.ru", "pressreader.com", "feedburner.com",
    "wikipedia.org"};
constexpr std::array<std::string_view, 8> kNoChannels = {"joinchat", "addstickers", "share", "proxy", "socks", "addtheme", "setlanguage", "login"};
constexpr std::size_t kMinChannel = 4;

bool is_host_byte(unsigned char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c >= 0x80;
}

template <std::size_t N>
bool has(const std::array<std::string_view, N>& list, std::string_view word) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

bool is_public_suffix(std::string_view second, std::string_view top) {
  const std::string both = std::string(second) + "." + std::string(top);
  if (has(kOtherSuffixes, both)) return true;
  return top.size() == 2 && !has(kFlatTop, top) && has(kSecondLabels, second);
}

}  // namespace

std::string url_host(std::string_view url, std::string_view* path) {
  while (!url.empty() && static_cast<unsigned char>(url.front()) <= ' ') url.remove_prefix(1);
  const std::size_t scheme = url.find("://");
  if (scheme != std::string_view::npos && scheme <= 8) {
    url.remove_prefix(scheme + 3);
  } else if (url.substr(0, 2) == "//") {
    url.remove_prefix(2);
  }
  const std::size_t stop = url.find_first_of("/?# \t\r\n");
  std::string_view rest = stop == std::string_view::npos ? std::string_view{} : url.substr(stop);
  std::string_view authority = url.substr(0, stop);
  if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) authority.remove_prefix(at + 1);
  if (const std::size_t port = authority.find(':'); port != std::string_view::npos) authority = authority.substr(0, port);
  if (!authority.empty() && authority.back() == '.') authority.remove_suffix(1);
  if (authority.empty() || authority.size() > kMaxHost) return {};

  std::string host(authority);
  for (char& c : host) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (!is_host_byte(static_cast<unsigned char>(c))) return {};
  }
  const std::size_t last_dot = host.rfind('.');
  if (last_dot == std::string::npos || host.front() == '.' || host.find("..") != std::string::npos) return {};
  const std::string_view top = std::string_view(host).substr(last_dot + 1);
  if (top.size() < 2 || std::all_of(top.begin(), top.end(), [](char c) { return c >= '0' && c <= '9'; })) return {};
  if (path) *path = rest;
  return host;
}

std::string own_site(std::string_view url) {
  std::string_view path;
  std::string host = url_host(url, &path);
  if (host.substr(0, 4) == "www.") host.erase(0, 4);
  if (host == "t.me" || host == "telegram.me") {
    if (path.substr(0, 3) == "/s/") path.remove_prefix(2);
    if (path.size() < 2 || path[0] != '/') return {};
    std::string name(path.substr(1, path.find_first_of("/?#", 1) - 1));
    for (char& c : name) {
      if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
      if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_')) return {};  // "+..." invites to a closed group
    }
    return name.size() < kMinChannel || has(kNoChannels, name) ? std::string{} : "t.me/" + name;
  }
  return has(kShared, host) || has(kShared, registrable_domain(host)) ? std::string{} : host;
}

std::string registrable_domain(std::string_view url) {
  const std::string host = url_host(url);
  if (host.empty()) return {};
  const std::size_t top = host.rfind('.');
  std::size_t second = host.rfind('.', top - 1);
  if (second == std::string::npos) return host;
  const std::string_view view(host);
  if (is_public_suffix(view.substr(second + 1, top - second - 1), view.substr(top + 1))) {
    second = host.rfind('.', second - 1);
    if (second == std::string::npos) return host;
  }
  return host.substr(second + 1);
}

}  // namespace reprise::corpus
