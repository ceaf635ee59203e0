module.exports = {
  serverExternalPackages: ["verigator"],
};
