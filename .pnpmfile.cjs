// Packages are published without the fields that only this workspace needs.
module.exports = {
  hooks: {
    beforePacking({ scripts, devDependencies, ...manifest }) {
      return manifest;
    },
  },
};
